"""A real OpenID Connect provider (Canaille) on this machine's loopback, with people in it.

Usage: python -m tests.hosted.provider PORT REDIRECT_URI
"""

from __future__ import annotations

import sys

CLIENT, SECRET = "regards-croises", "un-secret-de-client-pour-les-essais"
PASSWORD = "mot-de-passe-des-essais-2026"
PEOPLE = {"chef": "Camille Chef", "ana": "Ana Petit", "bob": "Bob Grand"}


def main() -> None:
    from canaille import create_app
    from canaille.app import models
    from canaille.backends import Backend
    from werkzeug.serving import make_server

    port, redirect = int(sys.argv[1]), sys.argv[2]
    app = create_app(
        {
            "SECRET_KEY": "cle-du-fournisseur-des-essais",
            "SERVER_NAME": f"127.0.0.1:{port}",
            "PREFERRED_URL_SCHEME": "http",
            "CANAILLE": {"NAME": "Fournisseur d’essai", "DATABASE": "memory"},
            "CANAILLE_OIDC": {},
        }
    )
    with app.app_context():
        for name, shown in PEOPLE.items():
            Backend.instance.save(
                models.User(
                    user_name=name,
                    formatted_name=shown,
                    family_name=shown.split()[1],
                    emails=[f"{name}@exemple.fr"],
                    password=PASSWORD,
                )
            )
        client = models.Client(
            client_id=CLIENT,
            client_secret=SECRET,
            client_name="Regards croisés",
            client_uri="http://127.0.0.1",
            redirect_uris=[redirect],
            post_logout_redirect_uris=[redirect],
            grant_types=["authorization_code"],
            response_types=["code"],
            scope=["openid", "profile", "email"],
            token_endpoint_auth_method="client_secret_basic",
        )
        client.audience = [client]
        Backend.instance.save(client)
    make_server("127.0.0.1", port, app, threaded=True).serve_forever()


if __name__ == "__main__":
    main()
