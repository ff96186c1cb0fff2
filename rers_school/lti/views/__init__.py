"""The addresses that platforms call."""

from rers_school.lti.views import choosing, explaining, launches, registering, remembering
from rers_school.lti.views.blueprint import blueprint

__all__ = ["blueprint", "choosing", "explaining", "launches", "registering", "remembering"]
