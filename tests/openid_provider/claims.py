"""What the provider says of somebody."""

import json
from typing import Any

from oauth2_provider.oauth2_validators import OAuth2Validator


class Claims(OAuth2Validator):
    oidc_claim_scope = None

    def get_additional_claims(self, request: Any) -> dict[str, Any]:
        return {"email": request.user.email, **json.loads(request.user.last_name)}
