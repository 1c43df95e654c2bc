"""Processes of DB-GPT before 0.7, as far as PyPI has them.

PyPI's packages of these versions lack `dbgpt.model.cluster`: no registry, no worker manager and no
routes are there to run. What is there is the data: every value that goes over the wire is built,
and every one that can be is read, with the package's own classes; its own client finds the
controllers, and its own openai client answers for proxied models. Routes, registry and manager are
ours, and do what the recordings of complete clusters in ../../../fixtures/0.6.3 show.
"""
