"""How models are called: by the ledger, through LiteLLM, over the guarded connections of nodes.

Whatever imports LiteLLM or its HTTP library is imported at the first call only.
"""

NODE_TYPES = False
