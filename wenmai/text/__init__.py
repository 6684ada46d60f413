"""Documents as data: reading, telling copies apart, segmentation, themes, topics and trends."""
