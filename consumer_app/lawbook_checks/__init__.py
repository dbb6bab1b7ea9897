"""What can rot in ``legal_refs/``: one small rule a kind of rot, used at start-up (``references``) and by ``check-refs`` (all)."""
