"""The embedded server's settings, sized to the machine it runs on."""

import os
from pathlib import Path

MEGABYTE = 1024 * 1024
UNKNOWN_MEMORY = 2048  # megabytes taken for granted where the machine does not say
OWN_SETTINGS = "own.conf"  # an operator's additions, kept over restarts

ACCESS = "# Only the unix socket, and only its folder's owner can reach that.\nlocal all all trust\n"

FOR_TESTS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def locale(major: int) -> list[str]:
    """Options of ``initdb``: UTF-8, code point order, the same on every machine."""
    options = ["--encoding=UTF8", "--auth-local=trust", "--auth-host=reject", "--data-checksums"]
    if major >= 17:
        return [*options, "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    return [*options, "--locale=C.UTF-8"]


def write(data: Path, socket: Path, durable: bool) -> None:
    """Write ``postgresql.conf`` and ``pg_hba.conf`` anew; what an operator added stands in ``own.conf``."""
    settings = _settings(socket) | ({} if durable else FOR_TESTS)
    lines = [f"{name} = '{value}'" for name, value in settings.items()]
    lines.append(f"include_if_exists = '{OWN_SETTINGS}'")
    (data / "postgresql.conf").write_text("# Written at every start.\n" + "\n".join(lines) + "\n")
    (data / "pg_hba.conf").write_text(ACCESS)


def _settings(socket: Path) -> dict[str, str]:
    memory = machine_memory()
    return {
        "listen_addresses": "",
        "unix_socket_directories": str(socket),
        "unix_socket_permissions": "0700",
        "max_connections": "80",
        "shared_buffers": f"{min(max(memory // 8, 64), 2048)}MB",
        "effective_cache_size": f"{max(memory // 2, 256)}MB",
        "maintenance_work_mem": f"{min(max(memory // 32, 64), 512)}MB",
        "work_mem": f"{min(max(memory // 256, 4), 32)}MB",
        "max_wal_size": "2GB",
        "checkpoint_timeout": "15min",
        "random_page_cost": "1.1",
        "jit": "off",
        "timezone": "UTC",
        "log_timezone": "UTC",
        # Statements and details of errors carry people's data; the log must not.
        "log_min_error_statement": "panic",
        "log_error_verbosity": "terse",
        "log_checkpoints": "off",
    }


def machine_memory() -> int:
    """The machine's memory in megabytes, or what its container allows if that is less."""
    try:
        physical = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // MEGABYTE
    except (ValueError, OSError):
        physical = UNKNOWN_MEMORY
    return min(physical, _container_memory() or physical)


def _container_memory() -> int | None:
    try:
        limit = Path("/sys/fs/cgroup/memory.max").read_text().strip()
    except OSError:
        return None
    return int(limit) // MEGABYTE if limit.isdigit() else None
