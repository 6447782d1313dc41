import assert from "node:assert/strict";
import { render } from "../../bootstrap/render";
import { readTemplate } from "../../bootstrap/template";

const WHERE = { account: "111122223333", region: "eu-west-1" };
const rendered = (text: string, given: Readonly<Record<string, string>> = {}) =>
    render(readTemplate(text), given, WHERE);
const HEAD = `
Parameters:
  Names: { Type: CommaDelimitedList, Default: "a-b,c", AllowedPattern: "^[a-z-]+$" }
  Given: { Type: String, Default: "" }
Mappings: { M: { first: { second: [x, y] } } }
Conditions: { HasGiven: !Not [!Equals [!Ref Given, ""]] }
`;

describe("the rendering of a CloudFormation template", () => {
    it("writes loops out, with the loop's name in keys, texts and references", () => {
        const { resources } = rendered(`${HEAD}
Resources:
  Fn::ForEach::Loop:
    - Name
    - !Ref Names
    - "Role&{Name}":
        Type: AWS::IAM::Role
        Properties: { RoleName: !Sub "x-\${Name}-\${AWS::Region}", Plain: !Ref Name, Parts: !Split ["\${Name}", "1\${Name}2"] }
`);
        assert.deepEqual(Object.keys(resources), ["Roleab", "Rolec"]);
        assert.deepEqual(resources.Roleab?.Properties, {
            RoleName: "x-a-b-eu-west-1",
            Plain: "a-b",
            Parts: ["1", "2"],
        });
    });

    it("knows conditions, maps, joins, variables of IAM, and leaves AWS::NoValue out", () => {
        const text = `${HEAD}
Resources:
  Key: { Type: AWS::KMS::Key }
  Bucket: { Type: AWS::S3::Bucket, Condition: HasGiven, Properties: { BucketName: b } }
  Policy:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      ManagedPolicyName: p
      List: [!If [HasGiven, !GetAtt Bucket.Arn, !Ref AWS::NoValue], !FindInMap [M, first, second]]
      Joined: !Join ["+", !Ref Names]
      First: !Select [0, !Ref Names]
      Variable: !Sub "\${!aws:PrincipalTag/x}/\${Other}"
      Variable2: !Sub ["\${Other}!", { Other: !GetAtt Key.Arn }]
Outputs: { Policy: { Value: !Ref Policy } }
`.replace("/${Other}", "");
        const without = rendered(text);
        const policy = without.resources.Policy?.Properties ?? {};
        assert.deepEqual(Object.keys(without.resources), ["Key", "Policy"]);
        assert.deepEqual(policy.List, [["x", "y"]]);
        assert.equal(policy.Joined, "a-b+c");
        assert.equal(policy.First, "a-b");
        assert.equal(policy.Variable, "${aws:PrincipalTag/x}");
        assert.match(String(policy.Variable2), /^arn:aws:kms:eu-west-1:111122223333:key\/[0-9a-f-]{36}!$/);
        assert.equal(without.outputs.Policy, "arn:aws:iam::111122223333:policy/p");
        assert.deepEqual(rendered(text, { Given: "yes" }).resources.Policy?.Properties.List, [
            "arn:aws:s3:::b",
            ["x", "y"],
        ]);
    });

    it("refuses what CloudFormation refuses, and what it does not know", () => {
        const of = (value: string) => `${HEAD}\nResources: { A: { Type: AWS::KMS::Key, Properties: { X: ${value} } } }`;
        assert.throws(() => rendered(of("1"), { Names: "a,B" }), /"B" is not allowed/);
        assert.throws(() => rendered(of("1"), { Nmaes: "a" }), /no parameter Nmaes/);
        assert.throws(() => rendered(of("!Ref Nobody")), /no resource Nobody/);
        assert.throws(() => rendered(of("{ Fn::Cidr: [] }")), /Fn::Cidr is not known/);
        assert.throws(() => rendered(of("!FindInMap [M, first, third]")), /mappings/);
    });
});
