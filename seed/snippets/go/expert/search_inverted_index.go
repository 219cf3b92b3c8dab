type Index struct {
    postings map[string]map[int]int
    size     int
}

func (i *Index) Add(id int, text string) {
    i.size++
    for _, word := range strings.Fields(strings.ToLower(text)) {
        if i.postings[word] == nil {
            i.postings[word] = make(map[int]int)
        }
        i.postings[word][id]++
    }
}

func (i *Index) Search(query string) []int {
    scores := make(map[int]float64)
    for _, word := range strings.Fields(strings.ToLower(query)) {
        hits := i.postings[word]
        rarity := math.Log(float64(1+i.size) / float64(1+len(hits)))
        for id, count := range hits {
            scores[id] += float64(count) * rarity
        }
    }
    return slices.SortedFunc(maps.Keys(scores), func(a, b int) int {
        return cmp.Compare(scores[b], scores[a])
    })
}
