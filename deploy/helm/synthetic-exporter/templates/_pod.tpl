{{/* How each pod runs: under the `restricted` standard for pods, with one folder to write to. */}}
{{- define "synthetic-exporter.pod" -}}
metadata:
  labels:
    {{- include "synthetic-exporter.selector" . | nindent 4 }}
    {{- with .Values.podLabels }}{{ toYaml . | nindent 4 }}{{ end }}
  {{- with .Values.podAnnotations }}
  annotations: {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  automountServiceAccountToken: false
  enableServiceLinks: false
  # Names of targets have dots enough: without this each is tried with every search domain first.
  dnsConfig: { options: [{ name: ndots, value: '1' }] }
  securityContext:
    runAsNonRoot: true
    runAsUser: 65532
    runAsGroup: 65532
    fsGroup: 65532
    seccompProfile: { type: RuntimeDefault }
    # So that icmp needs no capability: this group may send pings.
    sysctls: [{ name: net.ipv4.ping_group_range, value: 65532 65532 }]
  topologySpreadConstraints:
    - maxSkew: 1
      topologyKey: kubernetes.io/hostname
      whenUnsatisfiable: ScheduleAnyway
      labelSelector:
        matchLabels: {{- include "synthetic-exporter.selector" . | nindent 10 }}
  {{- with .Values.imagePullSecrets }}
  imagePullSecrets: {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .Values.serviceAccountName }}
  serviceAccountName: {{ . }}
  {{- end }}
  {{- with .Values.priorityClassName }}
  priorityClassName: {{ . }}
  {{- end }}
  {{- with .Values.nodeSelector }}
  nodeSelector: {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .Values.tolerations }}
  tolerations: {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .Values.affinity }}
  affinity: {{- toYaml . | nindent 4 }}
  {{- end }}
  containers:
    - name: exporter
      image: {{ include "synthetic-exporter.image" . }}
      {{- with .Values.image.pullPolicy }}
      imagePullPolicy: {{ . }}
      {{- end }}
      args: {{- include "synthetic-exporter.args" . | nindent 8 }}
      {{- with .Values.env }}
      env: {{- toYaml . | nindent 8 }}
      {{- end }}
      ports: [{ name: http, containerPort: 9115 }]
      {{- include "synthetic-exporter.health" . | nindent 6 }}
      resources: {{- toYaml .Values.resources | nindent 8 }}
      securityContext:
        allowPrivilegeEscalation: false
        readOnlyRootFilesystem: true
        capabilities: { drop: [ALL] }
      volumeMounts: {{- include "synthetic-exporter.mounts" . | nindent 8 }}
  volumes: {{- include "synthetic-exporter.volumes" . | nindent 4 }}
{{- end }}

{{- define "synthetic-exporter.args" -}}
- serve
- --config.file=/etc/synthetic-exporter/exporter.yml
- --config.enable-auto-reload
- --storage.path=/var/lib/synthetic-exporter
{{- if gt (int .Values.shards) 0 }}
- --shard=auto/{{ .Values.shards }}
{{- end }}
{{- with .Values.webConfig }}{{ if .secret }}
- --web.config.file=/web/{{ .key }}
{{- end }}{{ end }}
{{- range .Values.extraArgs }}
- {{ . | quote }}
{{- end }}
{{- end }}
