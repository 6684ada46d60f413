"""An index of a study's own design: levels, methods per level and indicator, and what they say."""
