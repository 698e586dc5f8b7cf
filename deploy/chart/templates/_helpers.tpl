{{- define "telltale.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "telltale.fullname" -}}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 63 | trimSuffix "-" }}
{{- else if contains (include "telltale.name" .) .Release.Name }}
{{- .Release.Name | trunc 63 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name (include "telltale.name" .) | trunc 63 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{- define "telltale.account" -}}
{{- if .Values.serviceAccount.create }}
{{- default (include "telltale.fullname" .) .Values.serviceAccount.name }}
{{- else }}
{{- required "serviceAccount.name is needed where serviceAccount.create is false" .Values.serviceAccount.name }}
{{- end }}
{{- end }}

{{- define "telltale.selector" -}}
app.kubernetes.io/name: {{ include "telltale.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "telltale.labels" -}}
{{ include "telltale.selector" . }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- with .Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{- /* name, labels and annotations. Takes a dict: root, name, and perhaps annotations and labels of its own. */ -}}
{{- define "telltale.metadata" -}}
name: {{ .name }}
{{- if .namespace }}
namespace: {{ .namespace }}
{{- end }}
labels:
  {{- include "telltale.labels" .root | nindent 2 }}
  {{- with .labels }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- with merge (dict) (default (dict) .annotations) .root.Values.commonAnnotations }}
annotations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{- define "telltale.image" -}}
{{- $image := .Values.image -}}
{{- if $image.digest -}}
{{ $image.repository }}@{{ $image.digest }}
{{- else -}}
{{ $image.repository }}:{{ default .Chart.AppVersion $image.tag }}
{{- end }}
{{- end }}

{{- /* What is read within namespaces: get, list and watch, and nothing else. */ -}}
{{- define "telltale.rules" -}}
- {apiGroups: [''], resources: [pods, services], verbs: [get, list, watch]}
- {apiGroups: [apps], resources: [deployments, statefulsets, daemonsets], verbs: [get, list, watch]}
- apiGroups: [networking.istio.io]
  resources: [virtualservices, destinationrules, gateways, serviceentries, workloadentries, sidecars, envoyfilters]
  verbs: [get, list, watch]
- apiGroups: [security.istio.io]
  resources: [peerauthentications, authorizationpolicies, requestauthentications]
  verbs: [get, list, watch]
- {apiGroups: [telemetry.istio.io], resources: [telemetries], verbs: [get, list, watch]}
- {apiGroups: [extensions.istio.io], resources: [wasmplugins], verbs: [get, list, watch]}
- apiGroups: [gateway.networking.k8s.io]
  resources: [gateways, httproutes, grpcroutes, tcproutes, tlsroutes, referencegrants]
  verbs: [get, list, watch]
{{- end }}

{{- define "telltale.subjects" -}}
subjects:
  - {kind: ServiceAccount, name: {{ include "telltale.account" . }}, namespace: {{ .Release.Namespace }}}
{{- end }}

{{- /* Whether we listen for others than the pod itself: where nobody need sign in, or we see to it, and no proxy of the pod is before us. */ -}}
{{- define "telltale.open" -}}
{{- $toUs := has (toString .Values.service.targetPort) (list "http" "3000") -}}
{{- if or .Values.access.everyone (and (ne .Values.auth.mode "none") $toUs) }}true{{ end -}}
{{- end }}

{{- /* Files of auth.secret that the mode reads, by variable. */ -}}
{{- define "telltale.secretFiles" -}}
{{- $auth := .Values.auth -}}
{{- $files := dict -}}
{{- if and $auth.secret.name (eq $auth.mode "header") $auth.secret.proxySecret -}}
{{- $_ := set $files "TELLTALE_AUTH_PROXY_SECRET_FILE" $auth.secret.proxySecret -}}
{{- end -}}
{{- if has $auth.mode (list "token" "oidc") -}}
{{- $_ := set $files "TELLTALE_SESSION_KEY_FILE" $auth.secret.sessionKey -}}
{{- end -}}
{{- if and (eq $auth.mode "oidc") $auth.secret.clientSecret -}}
{{- $_ := set $files "TELLTALE_OIDC_CLIENT_SECRET_FILE" $auth.secret.clientSecret -}}
{{- end -}}
{{- $files | toJson -}}
{{- end }}

{{- /* The variables of docs/sign-in.md, but for files; what is usual is not written. */ -}}
{{- define "telltale.auth" -}}
{{- $auth := .Values.auth -}}
{{- $env := dict -}}
{{- if ne $auth.mode "none" -}}
{{- $_ := set $env "TELLTALE_AUTH" $auth.mode -}}
{{- with $auth.publicUrl }}{{ $_ := set $env "TELLTALE_PUBLIC_URL" . }}{{ end -}}
{{- end -}}
{{- if has $auth.mode (list "header" "oidc") -}}
{{- with $auth.userPrefix }}{{ $_ := set $env "TELLTALE_AUTH_USER_PREFIX" . }}{{ end -}}
{{- with $auth.groupsPrefix }}{{ $_ := set $env "TELLTALE_AUTH_GROUPS_PREFIX" . }}{{ end -}}
{{- end -}}
{{- if has $auth.mode (list "token" "oidc") -}}
{{- $_ := set $env "TELLTALE_SESSION_HOURS" (toString $auth.sessionHours) -}}
{{- end -}}
{{- if eq $auth.mode "header" -}}
{{- $_ := set $env "TELLTALE_AUTH_USER_HEADER" $auth.header.user -}}
{{- $_ := set $env "TELLTALE_AUTH_GROUPS_HEADER" $auth.header.groups -}}
{{- if and $auth.secret.name $auth.secret.proxySecret }}{{ $_ := set $env "TELLTALE_AUTH_PROXY_SECRET_HEADER" $auth.header.secret }}{{ end -}}
{{- with $auth.header.cidrs }}{{ $_ := set $env "TELLTALE_AUTH_PROXY_CIDRS" (join "," .) }}{{ end -}}
{{- end -}}
{{- if eq $auth.mode "oidc" -}}
{{- $_ := set $env "TELLTALE_OIDC_ISSUER" $auth.oidc.issuer -}}
{{- $_ := set $env "TELLTALE_OIDC_CLIENT_ID" $auth.oidc.clientId -}}
{{- $_ := set $env "TELLTALE_OIDC_SCOPES" $auth.oidc.scopes -}}
{{- $_ := set $env "TELLTALE_OIDC_USER_CLAIM" $auth.oidc.userClaim -}}
{{- $_ := set $env "TELLTALE_OIDC_GROUPS_CLAIM" $auth.oidc.groupsClaim -}}
{{- end -}}
{{- $env | toJson -}}
{{- end }}

{{- /* Those of people and, where the Service leads to us, its own. */ -}}
{{- define "telltale.hosts" -}}
{{- $service := printf "%s.%s" (include "telltale.fullname" .) .Release.Namespace -}}
{{- $own := ternary (list $service (printf "%s.svc" $service) (printf "%s.svc.cluster.local" $service)) (list) (eq (include "telltale.open" .) "true") -}}
{{- concat .Values.hosts $own | toJson -}}
{{- end }}

{{- /* What recorded rates are called, in the words of TELLTALE_RECORDING_RULES. */ -}}
{{- define "telltale.recordingRules" -}}
{{- printf "%s:*:rate%s" .Values.prometheusRule.level .Values.prometheusRule.window }}
{{- end }}

{{- /* Of a duration such as 90s or 2m. */ -}}
{{- define "telltale.seconds" -}}
{{- $amount := trimSuffix "s" (trimSuffix "m" .) | int -}}
{{- ternary (mul 60 $amount) $amount (hasSuffix "m" .) }}
{{- end }}

{{- define "telltale.path" -}}
{{- default "/" (trimSuffix "/" .Values.basePath) }}
{{- end }}

{{- /* What contradicts itself would leave a service that nobody reaches, or an account that reads nothing. */ -}}
{{- define "telltale.check" -}}
{{- $v := .Values -}}
{{- if and (or $v.ingress.enabled $v.httpRoute.enabled) (not $v.hosts) -}}
{{- fail "hosts is empty: ingress and httpRoute need the names under which people reach Telltale" -}}
{{- end -}}
{{- $open := or (include "telltale.open" .) $v.extraContainers -}}
{{- if and (or $v.ingress.enabled $v.httpRoute.enabled) (not $open) -}}
{{- fail "Telltale listens on 127.0.0.1 of its pod, where ingress and httpRoute reach nothing: set auth.mode, put a proxy that signs people in among extraContainers, or set access.everyone" -}}
{{- end -}}
{{- if and $v.httpRoute.enabled (not $v.httpRoute.parentRefs) -}}
{{- fail "httpRoute.parentRefs is empty: name the Gateway" -}}
{{- end -}}
{{- if and $v.rbac.create (eq $v.rbac.scope "namespaces") (not $v.rbac.namespaces) -}}
{{- fail "rbac.namespaces is empty: name what may be read, or set rbac.scope to cluster" -}}
{{- end -}}
{{- if and (eq $v.rbac.scope "cluster") $v.rbac.namespaces -}}
{{- fail "rbac.namespaces is for rbac.scope namespaces" -}}
{{- end -}}
{{- if and $v.podDisruptionBudget.enabled (ge (int $v.podDisruptionBudget.minAvailable) (int $v.replicas)) (gt (int $v.replicas) 1) -}}
{{- fail "podDisruptionBudget.minAvailable is not less than replicas: no node could be drained" -}}
{{- end -}}
{{- if gt (include "telltale.seconds" $v.prometheusRule.interval | int) (include "telltale.seconds" $v.prometheusRule.window | int) -}}
{{- fail "prometheusRule.interval is not to be more than prometheusRule.window: what happens between would not be recorded" -}}
{{- end -}}
{{- if gt (include "telltale.seconds" $v.prometheusRule.window | int) 3600 -}}
{{- fail "prometheusRule.window is at most 60m" -}}
{{- end -}}
{{- if le (int $v.terminationGracePeriodSeconds) (add 10 (int $v.drainSeconds)) -}}
{{- fail "terminationGracePeriodSeconds is to be more than 10 seconds and drainSeconds" -}}
{{- end -}}
{{- include "telltale.checkAuth" . -}}
{{- end }}

{{- define "telltale.checkAuth" -}}
{{- $v := .Values -}}
{{- $auth := $v.auth -}}
{{- if and (ne $auth.mode "none") $v.access.everyone -}}
{{- fail "access.everyone is for auth.mode none: everybody else has to sign in" -}}
{{- end -}}
{{- if and (has $auth.mode (list "token" "oidc")) (not $auth.secret.name) -}}
{{- fail (printf "auth.secret.name is empty: auth.mode %s needs a Secret with the key that cookies are encrypted with" $auth.mode) -}}
{{- end -}}
{{- if and (eq $auth.mode "header") (not $auth.header.cidrs) (not (and $auth.secret.name $auth.secret.proxySecret)) -}}
{{- fail "auth.mode header needs auth.secret.name or auth.header.cidrs: else anybody could say who they are" -}}
{{- end -}}
{{- if eq $auth.mode "oidc" -}}
{{- range $name, $value := dict "auth.publicUrl" $auth.publicUrl "auth.oidc.issuer" $auth.oidc.issuer "auth.oidc.clientId" $auth.oidc.clientId -}}
{{- if not $value -}}
{{- fail (printf "%s is empty: auth.mode oidc needs it" $name) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- if and (ne $auth.mode "none") $auth.publicUrl -}}
{{- $host := regexReplaceAll ":[0-9]+$" (urlParse $auth.publicUrl).host "" -}}
{{- if not (has (lower $host) $v.hosts) -}}
{{- fail (printf "auth.publicUrl leads to %s, which is not among hosts" $host) -}}
{{- end -}}
{{- end -}}
{{- end }}
