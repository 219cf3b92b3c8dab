import hmac
import json
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode


def sign(claims: dict, key: bytes, seconds: int = 900) -> str:
    claims = {**claims, "exp": int(time.time()) + seconds}
    body = urlsafe_b64encode(json.dumps(claims).encode())
    return f"{body.decode()}.{hmac.new(key, body, 'sha256').hexdigest()}"


def verify(token: str, key: bytes) -> dict:
    body, _, mac = token.encode().rpartition(b".")
    wanted = hmac.new(key, body, "sha256").hexdigest().encode()
    if not hmac.compare_digest(mac, wanted):
        raise PermissionError("the token is not ours")
    claims = json.loads(urlsafe_b64decode(body))
    if (late := time.time() - claims["exp"]) > 0:
        raise PermissionError(f"the token ran out {late:.0f} s ago")
    return claims
