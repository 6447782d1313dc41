// Reads an Envoy bootstrap (JSON) and holds it to the protocol buffers of the version in go.mod: unknown fields, unknown types in Any, and
// the constraints that Envoy itself checks when it starts. Prints what is wrong, one line each; exit status 1 when something is.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	bootstrap "github.com/envoyproxy/go-control-plane/envoy/config/bootstrap/v3"
	_ "github.com/envoyproxy/go-control-plane/envoy/extensions/clusters/dns/v3"
	_ "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/http/health_check/v3"
	_ "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/http/router/v3"
	_ "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/network/http_connection_manager/v3"
	_ "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/network/redis_proxy/v3"
	_ "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/network/tcp_proxy/v3"
	_ "github.com/envoyproxy/go-control-plane/envoy/extensions/resource_monitors/downstream_connections/v3"
	_ "github.com/envoyproxy/go-control-plane/envoy/extensions/transport_sockets/tls/v3"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/descriptorpb"
	"google.golang.org/protobuf/types/known/anypb"
)

func main() {
	text, err := io.ReadAll(os.Stdin)
	if err == nil {
		err = check(text)
	}
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
}

func check(text []byte) error {
	read := &bootstrap.Bootstrap{}
	if err := protojson.Unmarshal(text, read); err != nil {
		return err
	}
	return errors.Join(problems(read.ProtoReflect())...)
}

// ValidateAll stops at Any, and knows nothing of deprecation, so the whole tree is walked here.
func problems(message protoreflect.Message) []error {
	var found []error
	if one, isAny := message.Interface().(*anypb.Any); isAny {
		inner, err := one.UnmarshalNew()
		if err != nil {
			return []error{err}
		}
		return problems(inner.ProtoReflect())
	}
	if one, ok := message.Interface().(interface{ ValidateAll() error }); ok {
		if err := one.ValidateAll(); err != nil {
			found = append(found, err)
		}
	}
	message.Range(func(field protoreflect.FieldDescriptor, value protoreflect.Value) bool {
		if options, ok := field.Options().(*descriptorpb.FieldOptions); ok && options.GetDeprecated() {
			found = append(found, fmt.Errorf("%s is deprecated", field.FullName()))
		}
		switch {
		case field.IsMap():
			value.Map().Range(func(_ protoreflect.MapKey, entry protoreflect.Value) bool {
				if field.MapValue().Message() != nil {
					found = append(found, problems(entry.Message())...)
				}
				return true
			})
		case field.Message() == nil:
		case field.IsList():
			for index := range value.List().Len() {
				found = append(found, problems(value.List().Get(index).Message())...)
			}
		default:
			found = append(found, problems(value.Message())...)
		}
		return true
	})
	return found
}

