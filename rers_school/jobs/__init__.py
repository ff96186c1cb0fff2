"""Work that outlasts a request: asked for once, done in the background, its result kept.

The row in the table `job` is the truth: pages read it from any process, and it survives every
restart. The library's queue (huey, `queue`) only says "look at this row". Ask with `asking.ask`,
look with `asking.state_of`; what a kind of job does is registered in `kinds`.
"""
