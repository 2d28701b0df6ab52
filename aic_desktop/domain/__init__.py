"""What a case is: records, time points, quantities and rules; no I/O but the shipped code lists."""
