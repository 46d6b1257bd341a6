"""References: what databases, reference managers and screening tools export, as records that lose nothing."""
