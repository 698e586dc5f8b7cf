// Reads YAML documents and says what of them the Kubernetes API would not take: kinds that it does not know, fields that it
// does not have, values of another type. It prints a line for each, and ends with 1 where there are any.
package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"

	monitoring "github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	utilruntime "k8s.io/apimachinery/pkg/util/runtime"
	utilyaml "k8s.io/apimachinery/pkg/util/yaml"
	kubernetes "k8s.io/client-go/kubernetes/scheme"
	gateway "sigs.k8s.io/gateway-api/apis/v1"
)

// Kubernetes' own kinds, and those of others that the chart installs where somebody wants them.
func kinds() *runtime.Scheme {
	scheme := runtime.NewScheme()
	utilruntime.Must(kubernetes.AddToScheme(scheme))
	utilruntime.Must(gateway.Install(scheme))
	utilruntime.Must(monitoring.AddToScheme(scheme))
	return scheme
}

func main() {
	decoder := serializer.NewCodecFactory(kinds(), serializer.EnableStrict).UniversalDeserializer()
	documents := utilyaml.NewYAMLReader(bufio.NewReader(os.Stdin))
	wrong := false
	for {
		document, err := documents.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err == nil {
			_, _, err = decoder.Decode(document, nil, nil)
		}
		if err != nil {
			wrong = true
			fmt.Println(err)
		}
	}
	if wrong {
		os.Exit(1)
	}
}
