"""Commands that an administrator has allowed by name: steps choose the name, and nothing else."""

from collections.abc import Mapping, Sequence

from noria.errors import NodeFailed


def allowed_command(commands: Mapping[str, Sequence[str]], name: str) -> Sequence[str]:
    """The whole command line.

    Raises:
        NodeFailed: None is allowed by this name.
    """
    command = commands.get(name)
    if not command:
        raise NodeFailed(
            f"{name!r} is no command that the administrator has allowed: name one of "
            f"NORIA_MCP_COMMANDS ({', '.join(sorted(commands)) or 'none'}), or an MCP server over HTTP."
        )
    return command
