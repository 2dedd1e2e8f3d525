// Why403 explains why an API call was refused.
package main

import "os"

func main() {
	os.Exit(run(os.Args[1:], theSystem()))
}
