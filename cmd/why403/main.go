// Why403 explains why an API call was refused.
package main

import "os"

func main() {
	makeRoom()
	os.Exit(run(os.Args[1:], theSystem()))
}

// makeRoom has the stack grow at once while there is nothing on it. It would
// otherwise be copied, and every frame on it adjusted, three or four times.
//
//go:noinline
func makeRoom() byte {
	var room [24 << 10]byte
	return room[len(os.Args)]
}
