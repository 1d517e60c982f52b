from activities.crypto.hash import hash_content
from tests.activities.nodes import blob, offline, run


async def test_known_fingerprints_of_texts_and_files() -> None:
    context = offline()
    file = await blob(context, b"abc")

    text = await run(hash_content, {"content": "abc"})
    same = await run(hash_content, {"content": "{{ trigger }}"}, context, trigger=file)
    md5 = await run(hash_content, {"content": "", "algorithm": "md5"})

    assert text["hex"] == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert text["size"] == 3
    assert same == text
    assert (md5["hex"], md5["base64"]) == (
        "d41d8cd98f00b204e9800998ecf8427e", "1B2M2Y8AsgTpgAmY7PhCfg==",
    )  # fmt: skip
