"""Platforms, deployments, and the links from their ids to classes and people."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from rers_school.db import Base, HasId


class Platform(HasId, Base):
    """A registration: one client id of one issuer.

    ``auth_audience``: for whom requests for access tokens are made out, where that is not
    ``auth_token_url``. ``jwks_fetched_at``: when somebody last began to fetch its keys;
    ``jwks_settled_at``: when the last fetch ended, well or badly. Between the two, others wait
    for its result.
    """

    __tablename__ = "platform"
    __table_args__ = (UniqueConstraint("issuer", "client_id"),)

    name: Mapped[str] = mapped_column(String(200), default="")
    issuer: Mapped[str] = mapped_column(String(255))
    client_id: Mapped[str] = mapped_column(String(255))
    auth_login_url: Mapped[str] = mapped_column(Text)
    auth_token_url: Mapped[str] = mapped_column(Text)
    jwks_url: Mapped[str] = mapped_column(Text)
    frame_origins: Mapped[str] = mapped_column(Text, default="")
    active: Mapped[bool] = mapped_column(default=True)
    auth_audience: Mapped[str] = mapped_column(Text, default="")
    jwks_json: Mapped[str | None] = mapped_column(Text)
    jwks_fetched_at: Mapped[datetime | None]
    jwks_settled_at: Mapped[datetime | None]


class Invitation(HasId, Base):
    """A one-time address by which an LMS registers itself; only its digest is kept.

    ``issuer``: the only platform that may use it, or empty. ``replaces_id``: the registration
    whose classes and people go over to the new one.
    """

    __tablename__ = "invitation"

    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(200), default="")
    school: Mapped[str] = mapped_column(String(120), default="")
    issuer: Mapped[str] = mapped_column(String(255), default="")
    activates: Mapped[bool] = mapped_column(default=False)
    replaces_id: Mapped[UUID | None] = mapped_column(ForeignKey("platform.id"))
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    platform_id: Mapped[UUID | None] = mapped_column(ForeignKey("platform.id"))


class ToolKey(HasId, Base):
    """A signing key of this tool; the previous ones stay published until they are retired."""

    __tablename__ = "tool_key"

    kid: Mapped[str] = mapped_column(String(64), unique=True)
    private_pem: Mapped[str] = mapped_column(Text)
    retired_at: Mapped[datetime | None]


class Deployment(HasId, Base):
    """A deployment of the tool on a platform, and the school it stands for."""

    __tablename__ = "deployment"
    __table_args__ = (UniqueConstraint("platform_id", "deployment_id"),)

    platform_id: Mapped[UUID] = mapped_column(ForeignKey("platform.id"))
    deployment_id: Mapped[str] = mapped_column(String(255))
    school_id: Mapped[UUID] = mapped_column(ForeignKey("school.id"))


class ContextLink(HasId, Base):
    """A course of the LMS and the class it opens."""

    __tablename__ = "context_link"
    __table_args__ = (UniqueConstraint("deployment_pk", "context_id"),)

    deployment_pk: Mapped[UUID] = mapped_column(ForeignKey("deployment.id"))
    context_id: Mapped[str] = mapped_column(String(255))
    classroom_id: Mapped[UUID] = mapped_column(
        ForeignKey("classroom.id", ondelete="CASCADE"), index=True
    )


class ClassMove(HasId, Base):
    """A code by which a class goes on in another course; whoever made it is ``membership_id``."""

    __tablename__ = "class_move"

    code_digest: Mapped[str] = mapped_column(String(64), unique=True)
    classroom_id: Mapped[UUID] = mapped_column(
        ForeignKey("classroom.id", ondelete="CASCADE"), index=True
    )
    membership_id: Mapped[UUID] = mapped_column(ForeignKey("membership.id", ondelete="CASCADE"))
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class LoginIdentity(HasId, Base):
    """A user of the LMS and the person they are."""

    __tablename__ = "login_identity"
    __table_args__ = (UniqueConstraint("platform_id", "sub"),)

    platform_id: Mapped[UUID] = mapped_column(ForeignKey("platform.id"))
    sub: Mapped[str] = mapped_column(String(255))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)


class LoginAttempt(HasId, Base):
    """A login under way: its state and nonce, good once and for a few minutes.

    Only digests are kept; ``browser`` binds the attempt to the browser that began it, ``client``
    (network address and kind of browser) to its computer where cookies do not come back.
    ``storage_target``: the frame in which the platform offers to keep the browser's secret.
    """

    __tablename__ = "login_attempt"

    platform_id: Mapped[UUID] = mapped_column(ForeignKey("platform.id"))
    state_digest: Mapped[str] = mapped_column(String(64), unique=True)
    nonce_digest: Mapped[str] = mapped_column(String(64), unique=True)
    browser_digest: Mapped[str] = mapped_column(String(64))
    client_digest: Mapped[str] = mapped_column(String(64), default="")
    storage_target: Mapped[str] = mapped_column(String(255), default="")
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]
    nonce_used_at: Mapped[datetime | None]


class LaunchSession(HasId, Base):
    """Somebody at a screen since a launch, in one class; every launch makes a new one."""

    __tablename__ = "launch_session"

    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    platform_id: Mapped[UUID | None] = mapped_column(ForeignKey("platform.id"))
    classroom_id: Mapped[UUID] = mapped_column(ForeignKey("classroom.id", ondelete="CASCADE"))
    membership_id: Mapped[UUID] = mapped_column(ForeignKey("membership.id", ondelete="CASCADE"))
    role: Mapped[str] = mapped_column(String(16))
    locale: Mapped[str] = mapped_column(String(8), default="")
    return_url: Mapped[str] = mapped_column(Text, default="")
    roster_url: Mapped[str] = mapped_column(Text, default="")
    resource_link_id: Mapped[str] = mapped_column(String(255), default="")
    frame_origins: Mapped[str] = mapped_column(Text, default="")
    ends_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_because: Mapped[str | None] = mapped_column(String(16))
    tab_digest: Mapped[str | None] = mapped_column(String(64), unique=True)
    tab_expires_at: Mapped[datetime | None]


class LaunchFailure(HasId, Base):
    """Why a launch did not succeed: a code and a reference, no personal data."""

    __tablename__ = "launch_failure"

    reference: Mapped[str] = mapped_column(String(16), index=True)
    code: Mapped[str] = mapped_column(String(40))
    platform_id: Mapped[UUID | None] = mapped_column(ForeignKey("platform.id"))
    detail: Mapped[str] = mapped_column(Text, default="")
