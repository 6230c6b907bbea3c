/** The files for each CI system. The CI runs shards in parallel, and then a job that merges them into one run. */
import { indented, mergeLines, RECORDINGS, shardLines } from './shell.js';

interface CiFile {
  /** Relative to the root of the project. */
  readonly path: string;
  readonly text: string;
}

interface Provider {
  files(shards: number): readonly CiFile[];
  /** What the user does next. */
  readonly next: string;
}

const IMAGE = 'node:24-slim';
const SECRETS = 'Secrets that the config names by env:NAME belong into the environment of the shards.';
const REPORTS = ['junit=conform.xml', 'jsonl=conform.jsonl'];
const numbers = (shards: number): number[] => Array.from({ length: shards }, (_, at) => at + 1);

const github: Provider = {
  next: `${SECRETS}`,
  files: (shards) => [
    {
      path: '.github/workflows/conform.yml',
      text: `name: conformance
on: [push, pull_request]
permissions:
  contents: read
jobs:
  shard:
    runs-on: ubuntu-latest
    timeout-minutes: 30
    strategy:
      fail-fast: false
      matrix:
        shard: [${numbers(shards).join(', ')}]
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with:
          node-version: 24
      # ${SECRETS}
      - name: Run this shard
        env:
          SHARD: \${{ matrix.shard }}
          SHARDS: ${shards}
          SEED: \${{ github.run_id }}
        run: |
${indented(shardLines({ index: '$SHARD', of: '$SHARDS', seed: '$SEED' }), 10)}
      - uses: actions/upload-artifact@v4
        if: always()
        with:
          name: conform-shard-\${{ matrix.shard }}
          path: ${RECORDINGS}
  merge:
    needs: shard
    if: always()
    runs-on: ubuntu-latest
    timeout-minutes: 10
    steps:
      - uses: actions/setup-node@v4
        with:
          node-version: 24
      - uses: actions/download-artifact@v4
        with:
          pattern: conform-shard-*
          path: ${RECORDINGS}
          merge-multiple: true
      - name: Draw the shards as one run
        run: |
${indented(mergeLines([...REPORTS, 'github', 'markdown=$GITHUB_STEP_SUMMARY']), 10)}
      - uses: actions/upload-artifact@v4
        if: always()
        with:
          name: conformance
          path: conform.*
`,
    },
  ],
};

const gitlab: Provider = {
  next: `A project that has a .gitlab-ci.yml includes conform.gitlab-ci.yml in it. ${SECRETS}`,
  files: (shards) => [
    {
      path: 'conform.gitlab-ci.yml',
      text: `# In .gitlab-ci.yml: include: [{ local: conform.gitlab-ci.yml }]
# ${SECRETS}
conform:
  stage: test
  image: ${IMAGE}
  parallel: ${shards}
  script:
    - |
${indented(shardLines({ index: '$CI_NODE_INDEX', of: '$CI_NODE_TOTAL', seed: '$CI_PIPELINE_ID' }), 6)}
  artifacts:
    when: always
    paths: [${RECORDINGS}/]

conform-merge:
  stage: .post
  image: ${IMAGE}
  when: always
  needs: [conform]
  script:
    - |
${indented(mergeLines([...REPORTS, 'gitlab=conform-quality.json']), 6)}
  artifacts:
    when: always
    paths: [conform.xml, conform.jsonl]
    reports:
      junit: conform.xml
      codequality: conform-quality.json
`,
    },
  ],
};

const circle: Provider = {
  next: SECRETS,
  files: (shards) => [
    {
      path: '.circleci/config.yml',
      text: `version: 2.1
# ${SECRETS}
jobs:
  conform:
    docker: [{ image: "cimg/node:24.0" }]
    parallelism: ${shards}
    environment:
      SEED: << pipeline.number >>
    steps:
      - checkout
      - run:
          name: Run this shard
          command: |
${indented(shardLines({ index: '$((CIRCLE_NODE_INDEX + 1))', of: '$CIRCLE_NODE_TOTAL', seed: '$SEED' }), 12)}
      - persist_to_workspace:
          root: .
          paths: [${RECORDINGS}]
  conform-merge:
    docker: [{ image: "cimg/node:24.0" }]
    steps:
      - attach_workspace: { at: . }
      - run:
          name: Draw the shards as one run
          command: |
${indented(mergeLines(REPORTS), 12)}
      - store_test_results: { path: conform.xml }
      - store_artifacts: { path: conform.jsonl }
workflows:
  conformance:
    jobs:
      - conform
      - conform-merge: { requires: [conform] }
`,
    },
  ],
};

const jenkins: Provider = {
  next: `It needs the Docker Pipeline plugin. ${SECRETS}`,
  files: (shards) => [
    {
      path: 'Jenkinsfile',
      text: `// ${SECRETS}
pipeline {
  agent none
  stages {
    stage('Conformance') {
      matrix {
        axes {
          axis {
            name 'SHARD'
            values ${numbers(shards)
              .map((each) => `'${each}'`)
              .join(', ')}
          }
        }
        agent { docker { image '${IMAGE}' } }
        stages {
          stage('Run this shard') {
            steps {
              sh '''
${indented(shardLines({ index: '$SHARD', of: String(shards), seed: '$BUILD_NUMBER' }), 16)}
              '''
              stash name: "conform-\${SHARD}", includes: '${RECORDINGS}/*.jsonl'
            }
          }
        }
      }
    }
    stage('Draw the shards as one run') {
      agent { docker { image '${IMAGE}' } }
      steps {
        script { for (shard in 1..${shards}) { unstash "conform-\${shard}" } }
        sh '''
${indented(mergeLines(REPORTS), 10)}
        '''
      }
      post {
        always {
          junit 'conform.xml'
          archiveArtifacts artifacts: 'conform.*', allowEmptyArchive: true
        }
      }
    }
  }
}
`,
    },
  ],
};

const pod = (script: readonly string[], environment: string): string => `          image: ${IMAGE}
          workingDir: /config
          securityContext:
            allowPrivilegeEscalation: false
            capabilities: { drop: [ALL] }
          env:
${environment}
            - { name: HOME, value: /tmp }
          command: [sh, -c]
          args:
            - |
${indented(script, 14)}
          volumeMounts:
            - { name: config, mountPath: /config }
            - { name: recordings, mountPath: /recordings }
      volumes:
        - name: config
          configMap: { name: conform-config }
        - name: recordings
          persistentVolumeClaim: { claimName: conform-recordings }
`;

const podHead = `    spec:
      restartPolicy: Never
      securityContext: { runAsNonRoot: true, runAsUser: 1000, runAsGroup: 1000, fsGroup: 1000 }
      containers:
`;

const kubernetes: Provider = {
  next: `Then:
  kubectl create configmap conform-config --from-file=conform.config.json
  kubectl apply -f conform.kubernetes/shards.yml
  kubectl wait --for=condition=complete --timeout=1h job/conform-shards
  kubectl apply -f conform.kubernetes/merge.yml
The claim must be ReadWriteMany where the shards run on several nodes. A target that is a program needs an image that has it. ${SECRETS}`,
  files: (shards) => [
    {
      path: 'conform.kubernetes/shards.yml',
      text: `# ${SECRETS}
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: conform-recordings }
spec:
  accessModes: [ReadWriteMany]
  resources: { requests: { storage: 1Gi } }
---
apiVersion: batch/v1
kind: Job
metadata: { name: conform-shards }
spec:
  completionMode: Indexed
  completions: ${shards}
  parallelism: ${shards}
  backoffLimit: ${shards}
  template:
${podHead}        - name: shard
${pod(
  shardLines({ index: '$((JOB_COMPLETION_INDEX + 1))', of: '$SHARDS', seed: '$SEED', folder: '$RECORDINGS' }),
  `            - { name: SHARDS, value: "${shards}" }
            - { name: SEED, value: "1" }
            - { name: RECORDINGS, value: /recordings }`,
)}`,
    },
    {
      path: 'conform.kubernetes/merge.yml',
      text: `apiVersion: batch/v1
kind: Job
metadata: { name: conform-merge }
spec:
  backoffLimit: 0
  template:
${podHead}        - name: merge
${pod(
  mergeLines(['junit=$RECORDINGS/conform.xml'], '$RECORDINGS'),
  '            - { name: RECORDINGS, value: /recordings }',
)}`,
    },
  ],
};

export const providers = { github, gitlab, circle, jenkins, kubernetes } as const;

export type ProviderName = keyof typeof providers;
