func shortestPath(links map[string][]string, from, to string) []string {
    cameFrom := map[string]string{from: ""}
    for queue := []string{from}; len(queue) > 0; queue = queue[1:] {
        for _, next := range links[queue[0]] {
            if _, seen := cameFrom[next]; !seen {
                cameFrom[next] = queue[0]
                queue = append(queue, next)
            }
        }
    }
    var path []string
    for at := to; at != ""; at = cameFrom[at] {
        path = append(path, at)
    }
    slices.Reverse(path)
    return path
}
