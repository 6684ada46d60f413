"""People who query while refreshes publish see one whole release at any moment."""


def test_no_reader_sees_an_error_or_half_a_release(watched_refreshes):
    assert len(watched_refreshes.readers) == 4
    for reader in watched_refreshes.readers:
        assert not reader["errors"]
        assert reader["rounds"] > len(watched_refreshes.results)


def test_every_reader_sees_releases_in_their_order(watched_refreshes):
    order = [watched_refreshes.first.release_id]
    order += [result.release_id for result in watched_refreshes.results]
    for reader in watched_refreshes.readers:
        assert reader["seen"] == [release for release in order if release in reader["seen"]]
        assert len(reader["seen"]) > 1
