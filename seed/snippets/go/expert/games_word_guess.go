type Mark byte

func Judge(secret, guess string) []Mark {
    marks := slices.Repeat([]Mark{'.'}, len(guess))
    left := make(map[byte]int)
    for i := range secret {
        if guess[i] == secret[i] {
            marks[i] = '!'
        } else {
            left[secret[i]]++
        }
    }
    for i := range guess {
        if marks[i] != '!' && left[guess[i]] > 0 {
            left[guess[i]]--
            marks[i] = '?'
        }
    }
    return marks
}

func Possible(words []string, guess string, marks []Mark) []string {
    return slices.DeleteFunc(slices.Clone(words), func(word string) bool {
        return !slices.Equal(Judge(word, guess), marks)
    })
}
