"""Runs a command on a pseudo-terminal: python3 run_on_terminal.py COLUMNS ROWS COMMAND...

Standard input is typed into it, its screen output goes to standard output, its exit code is ours: 128 and the signal's
number where one ended it. `ESC [ 8 ; ROWS ; COLUMNS t` in what is typed gives the terminal another size. SIGTERM and
SIGHUP go on to the command. A terminal that is left without echo is told of on standard error. Node has no
pseudo-terminals of its own, and packages that do must be compiled.
"""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios

columns, rows = int(sys.argv[1]), int(sys.argv[2])


def resize(terminal, rows, columns):
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


pid, master = pty.fork()
if pid == 0:
    # Here, not from the other side: a command that starts before that would find a terminal of no columns.
    resize(0, rows, columns)
    os.execvp(sys.argv[3], sys.argv[3:])


def type_in(data):
    text, *rest = re.split(rb"\x1b\[8;(\d+);(\d+)t", data)
    os.write(master, text)
    while rest:
        resize(master, int(rest[0]), int(rest[1]))
        os.write(master, rest[2])
        rest = rest[3:]


for forwarded in (signal.SIGTERM, signal.SIGHUP):
    signal.signal(forwarded, lambda number, _frame: os.kill(pid, number))

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
            type_in(data) if source == 0 else os.write(1, data)

if not termios.tcgetattr(master)[3] & termios.ECHO:
    sys.stderr.write("The terminal was left without echo.\n")
code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
sys.exit(code if code >= 0 else 128 - code)
