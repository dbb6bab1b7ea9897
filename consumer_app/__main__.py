"""`python -m consumer_app` is `consumer-app`."""

import sys

from consumer_app.cli import main

sys.exit(main())
