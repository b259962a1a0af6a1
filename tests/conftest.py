"""What every test shares: how hypothesis searches."""

import os

from hypothesis import settings

# Everyday runs search the same examples each time, so that a failure is the change's own. A full run searches
# longer; it too is repeatable. A slow shared machine is not a failure, hence no deadline.
settings.register_profile("everyday", deadline=None, derandomize=True, database=None, max_examples=50)
settings.register_profile("full", deadline=None, derandomize=True, database=None, max_examples=300)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "everyday"))
