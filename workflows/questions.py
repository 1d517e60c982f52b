"""What the API asks workers and waits for: each question with its activity, answer and time."""

from noria.ai.model_work import (
    COMPARE_TEXTS,
    LIST_MODELS,
    TRY_MODEL,
    Likeness,
    ModelTried,
    Offers,
)
from noria.copilot.work import COPILOT, CopilotAnswer
from noria.credential_work import CONNECT_CREDENTIAL, TRY_CREDENTIAL, Tried
from noria.knowledge.work import PREVIEW, SEARCH, Found, Preview
from noria.model import DEFAULT_QUEUE
from noria.notices import DELIVER
from noria.openapi.work import READ_SPECIFICATION, SpecificationAnswer
from noria.slack_clicks import REPLY
from workflows.asking import Question

MODELS = Question(LIST_MODELS, Offers, 50)
MODEL_TRIAL = Question(TRY_MODEL, ModelTried, 50)
# Somebody is typing: after that, other ways of searching will do.
COMPARISON = Question(COMPARE_TEXTS, Likeness, 10)
# The first one of a worker loads the embedding model.
KNOWLEDGE_SEARCH = Question(SEARCH, Found, 45)
CHUNKS = Question(PREVIEW, Preview, 45)
# Models take their time over a whole graph.
COPILOT_ANSWER = Question(COPILOT, CopilotAnswer, 120)
CREDENTIAL_TRIAL = Question(TRY_CREDENTIAL, Tried, 30, DEFAULT_QUEUE)
CREDENTIAL_CONNECTION = Question(CONNECT_CREDENTIAL, Tried, 30, DEFAULT_QUEUE)
SLACK_REPLY = Question(REPLY, type(None), 20, DEFAULT_QUEUE)
SPECIFICATION = Question(READ_SPECIFICATION, SpecificationAnswer, 40, DEFAULT_QUEUE)
DELIVERY = Question(DELIVER, type(None), 30, DEFAULT_QUEUE)
"""Its row says how it went."""
