"""What load/measure is made of: it starts the servers, measures them with wrk, and reports.

Read `main` first, then `parts`, which has what is measured and in which order.
"""
