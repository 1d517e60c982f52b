"""What an agent is told, what it may do, and how far it may go."""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field, JsonValue
from pydantic.json_schema import SkipJsonSchema

from noria.ai.model_fields import PROVIDER_CREDENTIALS, MaybeCredential, ModelFields
from noria.ai.names import LOCAL_EMBEDDING
from noria.input_schema import SchemaField
from noria.model import NODE_ID_PATTERN, Model
from noria.node_type import ui

MAX_ROUNDS = 200
MAX_TOOLS = 48
"""A `switch` has 50 ways, and two are the agent's own."""

MCP_CALL = "@mcp"
"""Stands in a call's key for the tools of all servers; no node can be called so."""

HostPattern = Annotated[
    str, Field(min_length=1, max_length=253, pattern=r"^[A-Za-z0-9*.:_\[\]-]+$")
]


class ToolPolicy(Model):
    """What one node in the agent's body is to the model, and what the model may do with it."""

    node: str = Field(
        title="Node", description="Id of a node in the agent's body.", pattern=NODE_ID_PATTERN
    )
    description: str = Field(
        default="",
        title="Description",
        description="When and what for the model should use it. Empty: the node's name.",
        max_length=4_000,
    )
    parameters: SchemaField = Field(
        default={},
        title="Parameters",
        description="JSON Schema of what the model gives. Empty: what the node's expressions read of "
        "`item`.",
        json_schema_extra=ui(widget="schema"),
    )
    approval: Literal["never", "always", "when"] = Field(
        default="never",
        title="Approval",
        description="Whether a person has to agree to a call before it is made.",
        json_schema_extra=ui(widget="select"),
    )
    approval_when: str = Field(
        default="",
        title="When",
        description="Of `when`: an expression about the call's arguments, as `item.amount > 100`.",
        max_length=2_000,
        json_schema_extra=ui(show_if={"approval": "when"}, placeholder="item.amount > 100"),
    )
    assignees: list[str] = Field(
        default=[],
        title="Who may agree",
        description="Emails. None: everybody who may run workflows.",
        max_length=100,
    )
    effects: Literal["any", "read"] = Field(
        default="any",
        title="Effects",
        description="`read`: the tool may change nothing: all of its nodes have to be such as change nothing, "
        "as an HTTP request by GET.",
        json_schema_extra=ui(widget="select"),
    )
    hosts: list[HostPattern] = Field(
        default=[],
        title="Hosts",
        description="The only hosts that its calls may reach, whatever the model gives. Empty: those "
        "that the node may reach anyway.",
        max_length=100,
    )
    max_calls: int | None = Field(
        default=None, title="Most calls", description="In one run of the agent.", ge=1, le=10_000
    )
    max_calls_per_minute: int | None = Field(
        default=None,
        title="Most calls a minute",
        description="In one run of the agent. A round whose calls would come too soon waits in "
        "Temporal; what one round asks for beyond it is refused, and the model told so.",
        ge=1,
        le=10_000,
    )


class McpServer(Model):
    """A server of tools."""

    name: str = Field(
        title="Name",
        description="Its tools are called NAME_TOOL.",
        pattern=r"^[a-z][a-z0-9]{0,19}$",
    )
    url: str = Field(
        default="",
        title="URL",
        description="Of a server that speaks MCP over HTTP.",
        max_length=2_000,
    )
    command: str = Field(
        default="",
        title="Command",
        description="Name of a command that the administrator has allowed, for a server on the worker.",
        max_length=100,
    )
    credential: MaybeCredential = Field(
        default=None,
        title="Credential",
        json_schema_extra=ui(widget="credential", credential_type="bearer|header"),
    )
    tools: list[str] = Field(
        default=[],
        title="Tools",
        description="The only ones that the model is told of. Empty: all.",
    )


class AgentServer(McpServer):
    """A server whose tools an agent has."""

    effects: Literal["any", "read"] = Field(
        default="any",
        title="Effects",
        description="`read`: of its tools, the model may use only those that change nothing.",
        json_schema_extra=ui(widget="select"),
    )
    read_tools: list[str] = Field(
        default=[],
        title="Tools that only read",
        description="Those that change nothing. Empty: those that the server itself says it of "
        "(`readOnlyHint`). All others count as changing things.",
        max_length=200,
    )
    approval: Literal["never", "always", "changes", "when"] = Field(
        default="never",
        title="Approval",
        description="Whether a person has to agree to a call before it is made; `changes`: to one of a "
        "tool that may change things.",
        json_schema_extra=ui(widget="select"),
    )
    approval_when: str = Field(
        default="",
        title="When",
        description="Of `when`: an expression about the call, as `item.tool === 'refund' && "
        "item.arguments.amount > 100`.",
        max_length=2_000,
        json_schema_extra=ui(show_if={"approval": "when"}, placeholder="item.tool === 'refund'"),
    )
    assignees: list[str] = Field(
        default=[],
        title="Who may agree",
        description="Emails. None: everybody who may run workflows.",
        max_length=100,
    )
    max_calls_per_minute: int | None = Field(
        default=None,
        title="Most calls a minute",
        description="Of all its tools together, in one run of the agent. A round whose calls would come "
        "too soon waits in Temporal; what one round asks for beyond it is refused.",
        ge=1,
        le=10_000,
    )


class AgentLimits(Model):
    """The agent is told to answer with what it has when it comes to one of them."""

    rounds: int = Field(
        default=20, title="Rounds", description="Calls of the model.", ge=1, le=MAX_ROUNDS
    )
    time_s: float | None = Field(
        default=None, title="Time", gt=0, json_schema_extra=ui(widget="duration", unit="s")
    )
    cost_usd: float | None = Field(
        default=None, title="Cost", gt=0, json_schema_extra=ui(unit="USD")
    )


class MemoryFields(Model):
    """What an agent is told of earlier runs, and leaves for later ones."""

    kind: Literal["none", "conversation", "summary", "vector"] = Field(
        default="none",
        title="Kind",
        description="`conversation`: the newest exchanges, word for word. `summary`: besides, a summary "
        "of those before them, which the model writes. `vector`: those that are nearest in meaning to "
        "the task.",
        json_schema_extra=ui(widget="select", expression="never"),
    )
    key: str = Field(
        default="",
        title="Key",
        description="Whose memory it is, as `customer {{ trigger.customer_id }}`. Agents of the "
        "workspace that use the same key share it.",
        max_length=2_000,
        json_schema_extra=ui(placeholder="customer {{ trigger.customer_id }}"),
    )
    exchanges: int = Field(
        default=10,
        title="Exchanges",
        description="How many of them, a task and its answer each, the model is told.",
        ge=1,
        le=100,
        json_schema_extra=ui(expression="never"),
    )
    embedding_model: str = Field(
        default=LOCAL_EMBEDDING,
        title="Embedding model",
        description="Of `vector`.",
        max_length=200,
        json_schema_extra=ui(expression="never", show_if={"kind": "vector"}),
    )
    embedding_credential: MaybeCredential = Field(
        default=None,
        title="Credential of the embedding model",
        description="The bundled model needs none.",
        json_schema_extra=ui(
            widget="credential",
            credential_type=PROVIDER_CREDENTIALS,
            expression="never",
            show_if={"kind": "vector"},
        ),
    )


class AgentFields(ModelFields):
    """Config of the node `agent`; all but what the compiler adds is the step's that thinks."""

    instructions: str = Field(
        default="",
        title="Role and instructions",
        description="Who the agent is, what it is to achieve and what it must not do.",
        max_length=200_000,
        json_schema_extra=ui(widget="textarea", multiline=True, order=3),
    )
    input: JsonValue = Field(
        default="",
        title="Task",
        description="What it has to do this time: text, or anything else, which it sees as JSON.",
        json_schema_extra=ui(widget="textarea", multiline=True, order=4),
    )
    memory: MemoryFields = Field(
        default=MemoryFields(),
        title="Memory",
        description="What it is told of earlier runs. Under Models, people see and erase it.",
        json_schema_extra=ui(group="Memory"),
    )
    limits: AgentLimits = Field(
        default=AgentLimits(),
        title="Limits",
        json_schema_extra=ui(expression="never", group="Limits"),
    )
    on_limit: Literal["answer", "fail"] = Field(
        default="answer",
        title="At a limit",
        description="`answer`: it answers with what it has; `fail`: the step fails.",
        json_schema_extra=ui(widget="select", expression="never", group="Limits"),
    )
    output_schema: SchemaField = Field(
        default={},
        title="Structured answer",
        description="JSON Schema that its answer has to fit. Empty: text.",
        json_schema_extra=ui(widget="schema", expression="never", group="Answer"),
    )
    temperature: float | None = Field(
        default=None,
        title="Temperature",
        ge=0,
        le=2,
        json_schema_extra=ui(group="Answer", step=0.1, advanced=True),
    )
    seed: int | None = Field(
        default=None, title="Seed", json_schema_extra=ui(group="Answer", advanced=True)
    )
    max_tokens: int | None = Field(
        default=None,
        title="Longest answer",
        description="In tokens, of each round.",
        ge=1,
        le=1_000_000,
        json_schema_extra=ui(group="Answer", unit="tokens", advanced=True),
    )
    effects: Literal["any", "read"] = Field(
        default="any",
        title="Effects",
        description="`read`: none of its tools, and of its servers' tools, may change anything.",
        json_schema_extra=ui(widget="select", expression="never", group="Tools", advanced=True),
    )
    mcp: list[AgentServer] = Field(
        default=[],
        title="MCP servers",
        description="Servers whose tools it may use besides the nodes in its body.",
        max_length=10,
        json_schema_extra=ui(expression="never", group="Tools", advanced=True),
    )


class AgentConfig(AgentFields):
    """As people write it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "model": "demo/demo",
                    "instructions": "Answer questions about orders.",
                    "input": "{{ trigger.question }}",
                }
            ]
        }
    )

    tools: list[ToolPolicy] = Field(
        default=[],
        title="Tools",
        description="What the model is told of the nodes in the agent's body, and how far it may go "
        "with each. A node without an entry is a tool by its name, without limits of its own.",
        max_length=MAX_TOOLS,
        json_schema_extra=ui(expression="never", group="Tools"),
    )
    condition: SkipJsonSchema[JsonValue] = None
    """Whether another round follows: put in by the compiler."""
    resume: SkipJsonSchema[JsonValue] = None
    """What the first round begins with, when a run takes over in the middle: in a loop
    `{"at": iteration, "state": …}`, and nothing elsewhere."""

    def resume_at(self, iteration: str) -> JsonValue:
        """What the first round begins with there."""
        resume = self.resume
        if isinstance(resume, dict) and "at" in resume:
            return resume.get("state") if resume["at"] == iteration else None
        return resume


class AgentTool(Model):
    """A tool as the step that thinks knows it."""

    name: str
    description: str
    parameters: dict[str, JsonValue]
    max_calls: int | None = None
    max_calls_per_minute: int | None = None
    server: str = ""
    """Of an MCP server's tool: the server."""
    called: str = ""
    """And what it calls the tool."""
    spends: bool = False
    """What it gives says what it cost: it is an agent, or asks a model."""
    spenders: list[str] = []
    """Nodes of it whose costs the ledger says, as those that run workflows."""
    reads: bool = False
    """It changes nothing; said of a server's tools."""
    refusal: str = ""
    """Why it may not be called; the model is told when it asks for it all the same."""

    @property
    def counted_as(self) -> str:
        """Under which name its calls of a minute are counted: a server's tools share one rate."""
        return f"{MCP_CALL}:{self.server}" if self.server else self.name


class ThinkConfig(AgentFields):
    """Config of one round: what the compiler makes of the agent's."""

    tools: list[AgentTool] = Field(
        default=[], title="Tools", json_schema_extra=ui(expression="never")
    )
    state: JsonValue = Field(default=None, title="What the round before this one left")
    results: JsonValue = Field(
        default=None, title="What the calls gave that it asked for, by their keys"
    )
    review: JsonValue = Field(
        default=None, title="What people said to them, where somebody was asked"
    )
