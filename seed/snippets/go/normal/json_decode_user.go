type User struct {
    Name   string   `json:"name"`
    Email  string   `json:"email,omitempty"`
    Groups []string `json:"groups"`
}

var user User
err := json.Unmarshal(body, &user)
