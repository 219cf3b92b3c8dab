lamp := Lamp{Watts: 7, On: true}
lamp.On = !lamp.On
fmt.Printf("%+v\n", lamp)
