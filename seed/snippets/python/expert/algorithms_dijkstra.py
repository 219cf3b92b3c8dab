import heapq

Graph = dict[str, dict[str, float]]


def shortest_path(graph: Graph, start: str, goal: str) -> list[str] | None:
    queue: list[tuple[float, str, list[str]]] = [(0.0, start, [start])]
    settled: set[str] = set()
    while queue:
        cost, node, path = heapq.heappop(queue)
        if node == goal:
            return path
        if node in settled:
            continue
        settled.add(node)
        for neighbour, weight in graph.get(node, {}).items():
            if neighbour not in settled:
                heapq.heappush(
                    queue, (cost + weight, neighbour, [*path, neighbour])
                )
    return None
