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

{{- /* Those of people and, where the Service leads to us, its own. */ -}}
{{- define "telltale.hosts" -}}
{{- $service := printf "%s.%s" (include "telltale.fullname" .) .Release.Namespace -}}
{{- $own := ternary (list $service (printf "%s.svc" $service) (printf "%s.svc.cluster.local" $service)) (list) .Values.access.everyone -}}
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
{{- $open := or $v.access.everyone $v.extraContainers -}}
{{- if and (or $v.ingress.enabled $v.httpRoute.enabled) (not $open) -}}
{{- fail "Telltale listens on 127.0.0.1 of its pod, where ingress and httpRoute reach nothing: put a proxy that signs people in among extraContainers, or set access.everyone" -}}
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
{{- end }}
