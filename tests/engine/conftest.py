"""What the tests of the engine share."""

import pytest

from custom_components.backcare.catalogue import Catalogue, load_catalogue


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """Return the real catalogue."""
    return load_catalogue()
