"""Where a test sees what nodes logged."""

from dataclasses import dataclass, field

from noria.step_log import LogLine


@dataclass
class KeptLines:
    """Implements `worker.step_logs.LineSink`."""

    lines: list[LogLine] = field(default_factory=list[LogLine])

    def add(self, line: LogLine) -> None:
        self.lines.append(line)
