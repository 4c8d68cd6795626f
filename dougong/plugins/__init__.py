"""What extends Dougong."""
