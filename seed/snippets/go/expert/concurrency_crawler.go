func crawl(ctx context.Context, start string, deepest int) map[string]int {
    type page struct {
        depth int
        links []string
    }
    found := make(chan page)
    visit := func(url string, depth int) {
        links, err := fetchLinks(ctx, url)
        if err != nil {
            slog.Warn("skipped", "url", url, "error", err)
        }
        found <- page{depth, links}
    }
    seen := map[string]int{start: 0}
    go visit(start, 0)
    for open := 1; open > 0; open-- {
        one := <-found
        for _, link := range one.links {
            if _, ok := seen[link]; ok || one.depth == deepest {
                continue
            }
            seen[link] = one.depth + 1
            open++
            go visit(link, one.depth+1)
        }
    }
    return seen
}
