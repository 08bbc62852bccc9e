"""Work on what strangers send in a worker process of its own, so that no input can crash, hang, bloat or phone home.

The parsers are native code: a hostile input can end their process, and Python cannot stop them half-way. So `call` starts
a fresh interpreter (spawned, never forked), hands it the input as bytes, and kills it at the deadline. Before it looks at
the input, the worker gives up what it does not need:

| | Linux on x86_64 and aarch64 | other Linux | macOS and other POSIX | Windows |
| --- | --- | --- | --- | --- |
| `deadline`: it is killed when the time is over | yes | yes | yes | yes |
| `cpu`: processor time | RLIMIT_CPU | RLIMIT_CPU | RLIMIT_CPU | no |
| `memory`: address space | RLIMIT_AS | RLIMIT_AS | no | no |
| `files`: it opens no file | seccomp, RLIMIT_NOFILE | RLIMIT_NOFILE | RLIMIT_NOFILE | no |
| `network`: it opens no socket | seccomp, RLIMIT_NOFILE | RLIMIT_NOFILE | RLIMIT_NOFILE | no |
| `processes`: it starts no process, signals no other | seccomp | no | no | no |

`enforced` says which of these hold where the code runs: what the system accepted, not what this table hopes. Besides, POSIX
dumps no core; on Linux the worker ends when its caller's thread does; and it sees no environment variables but those that
a Python needs to start. It has the user's own rights: against an input that takes over the native code itself, only the
seccomp filter stands (RLIMIT_NOFILE keeps a library from opening things, not such an intruder from removing files).
"""

from triagraph.sandbox.calling import Limits, call, enforced
from triagraph.sandbox.errors import (
    CrashError,
    ForbiddenError,
    MemoryLimitError,
    SandboxError,
    TimeLimitError,
    WorkerError,
)

__all__ = [
    "CrashError",
    "ForbiddenError",
    "Limits",
    "MemoryLimitError",
    "SandboxError",
    "TimeLimitError",
    "WorkerError",
    "call",
    "enforced",
]
