"""Unmodified Python clients against a running registry, named by CONCORDAT_URL."""

import sys

import admin_client  # noqa: F401  a module registers its tests when it is imported
import confluent_client  # noqa: F401
import confluent_serdes  # noqa: F401
import legacy_client  # noqa: F401
import other_client  # noqa: F401
import suite

sys.exit(suite.run())
