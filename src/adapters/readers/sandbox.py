"""What a process that reads strangers' files can no longer ask of the system: no network, no other
processes, no new or changed files; by seccomp, where the kernel and this machine have it."""

import errno
import os
from contextlib import suppress

_NETWORK = ["socket", "socketpair", "connect", "bind", "listen", "accept", "accept4"]
_PROCESSES = [
    *("fork", "vfork", "execve", "execveat", "kill", "tkill", "tgkill", "pidfd_open"),
    *("pidfd_send_signal", "ptrace", "process_vm_readv", "process_vm_writev"),
]
_FILES = [
    *("creat", "truncate", "mkdir", "mkdirat", "mknod", "mknodat", "rmdir", "unlink", "unlinkat"),
    *("link", "linkat", "symlink", "symlinkat", "rename", "renameat", "renameat2", "chmod"),
    *("fchmod", "fchmodat", "fchmodat2", "chown", "fchown", "lchown", "fchownat", "utimensat"),
    *("setxattr", "lsetxattr", "fsetxattr", "memfd_create", "mount", "umount2", "chroot"),
]
# Ways around the others.
_ELSE = [
    *("io_uring_setup", "bpf", "userfaultfd", "perf_event_open", "unshare", "setns", "keyctl"),
    *("add_key", "request_key", "open_by_handle_at", "pivot_root", "seccomp"),
]
# What these do stands in memory, where no filter looks: as if the kernel did not have them.
_OPAQUE = ["clone3", "openat2"]
_CLONE_THREAD = 0x10000  # of the Linux headers


def enter() -> bool:
    """Give all that up, for as long as the process lives; what is refused is told as EPERM.
    False where it cannot be given up here."""
    try:
        import pyseccomp as seccomp  # fails where there is no libseccomp

        rules = seccomp.SyscallFilter(defaction=seccomp.ALLOW)
        refused, unknown = seccomp.ERRNO(errno.EPERM), seccomp.ERRNO(errno.ENOSYS)
        for name in (*_NETWORK, *_PROCESSES, *_FILES, *_ELSE, *_OPAQUE):
            with suppress(OSError):  # not every machine has every call
                rules.add_rule(unknown if name in _OPAQUE else refused, name)
        # A thread is no other process.
        rules.add_rule(refused, "clone", seccomp.Arg(0, seccomp.MASKED_EQ, _CLONE_THREAD, 0))
        for name, flags in (("open", 1), ("openat", 2)):
            for bit in (os.O_WRONLY, os.O_RDWR, os.O_CREAT, os.O_TRUNC, os.O_APPEND):
                with suppress(OSError):
                    rules.add_rule(refused, name, seccomp.Arg(flags, seccomp.MASKED_EQ, bit, bit))
        rules.load()
    except (ImportError, RuntimeError, OSError, AttributeError):
        return False
    return True
