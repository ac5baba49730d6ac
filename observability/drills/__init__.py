"""What observability/drill is made of: it starts the stack, breaks it, and reads the channel.

Read `main` first, then `failures`, which has what goes wrong and how, and `rehearsal`, which has how
each is followed to its end. Servers run by `load/bench`.
"""
