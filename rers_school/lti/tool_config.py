"""The registrations as pylti1p3 asks for them: always many clients per issuer."""

from typing import Any

from pylti1p3.deployment import Deployment as LtiDeployment
from pylti1p3.registration import Registration
from pylti1p3.tool_config.abstract import ToolConfAbstract
from sqlalchemy import Engine, select

from rers_school.db import open_session
from rers_school.lti import keys, platforms
from rers_school.lti.models import Deployment, Platform, ToolKey


class PlatformRegistration(Registration):
    """A registration that knows its row, whose id keeps two clients of one issuer apart."""

    def __init__(self, platform: Platform, key: ToolKey | None = None) -> None:
        self.platform = platform
        self.set_issuer(platform.issuer)
        self.set_client_id(platform.client_id)
        self.set_auth_login_url(platform.auth_login_url)
        self.set_auth_token_url(platform.auth_token_url)
        self.set_key_set_url(platform.jwks_url)
        if platform.auth_audience:
            self.set_auth_audience(platform.auth_audience)
        if key is not None:
            self._kid = key.kid
            self.set_tool_private_key(key.private_pem)

    def get_kid(self) -> str | None:
        """Return the name of the key that signs requests to the platform."""
        return getattr(self, "_kid", None)


class ToolConfiguration(ToolConfAbstract[Any]):
    """The registrations of the database; every question is one short read."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def check_iss_has_one_client(self, iss: str) -> bool:
        return False

    def check_iss_has_many_clients(self, iss: str) -> bool:
        return True

    def find_registration_by_issuer(  # type: ignore[override]  # its callers expect None
        self, iss: str, *args: Any, **kwargs: Any
    ) -> PlatformRegistration | None:
        """Return the one registration of an issuer; nothing where it has several."""
        with open_session(self._engine) as db:
            found = db.scalars(select(Platform).where(Platform.issuer == iss).limit(2)).all()
        return PlatformRegistration(found[0]) if len(found) == 1 else None

    def find_registration_by_params(  # type: ignore[override]  # its callers expect None
        self, iss: str, client_id: str | None, *args: Any, **kwargs: Any
    ) -> PlatformRegistration | None:
        """Return the registration of a client id; a login may leave it out (LTI 1.3, 4.1)."""
        if not client_id:
            return self.find_registration_by_issuer(iss)
        with open_session(self._engine) as db:
            platform = platforms.find(db, issuer=iss, client_id=client_id)
        return PlatformRegistration(platform) if platform is not None else None

    def find_deployment(self, iss: str, deployment_id: str) -> None:
        """Return nothing: without a client id a deployment is nobody's."""

    def find_deployment_by_params(
        self, iss: str, deployment_id: str, client_id: str, *args: Any, **kwargs: Any
    ) -> LtiDeployment | None:
        with open_session(self._engine) as db:
            known = db.scalar(
                select(Deployment.id)
                .join(Platform, Platform.id == Deployment.platform_id)
                .where(
                    Platform.issuer == iss,
                    Platform.client_id == client_id,
                    Deployment.deployment_id == deployment_id,
                )
            )
        return LtiDeployment().set_deployment_id(deployment_id) if known is not None else None

    def signing_registration(self, platform: Platform) -> PlatformRegistration:
        """Return the registration with the tool's key, for calls to the platform's services."""
        with open_session(self._engine, writes=True) as db:
            key = keys.ensure(db)
            db.commit()
        return PlatformRegistration(platform, key)
