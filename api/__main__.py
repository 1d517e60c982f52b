"""`python -m api`: serves the API and the web app until it is told to stop."""

import sys

import uvicorn

from api.app import create_app
from api.logs import set_up_logs
from api.start_checks import start_problems
from api.wiring import make_services
from workflows.garbage import collect_less

BAD_SETTINGS = 2


def main() -> int:
    """Exit status 2 when a setting is missing, wrong, or would not be safe."""
    problems = start_problems()
    if problems:
        sys.stderr.write("".join(f"{problem}\n" for problem in problems))
        return BAD_SETTINGS
    services = make_services()
    settings = services.settings
    set_up_logs(settings.log_level)
    app = create_app(services)
    collect_less()
    uvicorn.run(
        app,
        host=settings.api_host,
        port=settings.api_port,
        ssl_certfile=settings.tls_cert_file,
        ssl_keyfile=settings.tls_key_file,
        # One line per request comes from api.request_log.
        access_log=False,
        log_config=None,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=settings.trusted_proxies or None,
        server_header=False,
        # Event streams never end by themselves.
        timeout_graceful_shutdown=3,
        ws_max_size=64 * 1024,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
