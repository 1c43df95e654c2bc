"""Runs a command on a pseudo-terminal: python3 run_on_terminal.py COLUMNS ROWS COMMAND...

Standard input is typed into it, its screen output goes to standard output, its exit code is ours. Node has no
pseudo-terminals of its own, and packages that do must be compiled.
"""

import fcntl
import os
import pty
import select
import struct
import sys
import termios

columns, rows = int(sys.argv[1]), int(sys.argv[2])
pid, master = pty.fork()
if pid == 0:
    os.execvp(sys.argv[3], sys.argv[3:])
fcntl.ioctl(master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

sources = [master, 0]
while master in sources:
    for source in select.select(sources, [], [])[0]:
        try:
            data = os.read(source, 65536)
        except OSError:
            data = b""  # Linux reports the end of a terminal as an error.
        if not data:
            sources.remove(source)
        else:
            os.write(master if source == 0 else 1, data)

status = os.waitpid(pid, 0)[1]
sys.exit(os.waitstatus_to_exitcode(status) % 256)
