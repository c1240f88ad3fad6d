import routes


def test_known_service():
    assert routes.upstream("orders", "42") == "http://orders:8000"


def test_unknown_service():
    assert routes.upstream("nobody", "42") is None


def test_recent_answers_are_bounded():
    for i in range(routes.LIMIT + 10):
        routes.upstream("orders", str(i))
    assert len(routes._recent) == routes.LIMIT
