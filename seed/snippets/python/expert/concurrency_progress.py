from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed


def fetch_all(
    urls: list[str], fetch: Callable[[str], bytes]
) -> tuple[dict[str, bytes], dict[str, str]]:
    done, failed = {}, {}
    with ThreadPoolExecutor(max_workers=8) as pool:
        jobs = {pool.submit(fetch, url): url for url in urls}
        for n, job in enumerate(as_completed(jobs), 1):
            try:
                done[jobs[job]] = job.result()
            except OSError as error:
                failed[jobs[job]] = f"{type(error).__name__}: {error}"
            bar = "#" * (20 * n // len(jobs))
            print(f"\r[{bar:.<20}] {n}/{len(jobs)}", end="", flush=True)
    return done, failed
