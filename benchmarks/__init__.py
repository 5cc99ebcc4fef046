"""What the product costs, as ratios to the least the database could do. ``make bench`` runs all."""
