"""What the views of this folder register with."""

from flask import Blueprint

blueprint = Blueprint("lti", __name__, url_prefix="/lti")
