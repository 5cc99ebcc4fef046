"""``jixiao demo``: one declaration from draft to monitored, over HTTP, as each account, on a throw-away home."""
